"""How the HTML of a mail looks: inline styles, since mail programs drop style sheets, made from a few tokens."""

from __future__ import annotations

LIGHT = {
    "ink": "#16262b",
    "soft": "#4b5a5f",
    "paper": "#ffffff",
    "ground": "#f5f3ee",
    "line": "#d8d4c9",
    "brand": "#0a5960",
    "on_brand": "#ffffff",
}
DARK = {
    "ink": "#e9efef",
    "soft": "#b4c2c4",
    "paper": "#18262a",
    "ground": "#0f181b",
    "line": "#34474c",
    "brand": "#84d3d4",
    "on_brand": "#07393e",
}
"""The same for readers whose program is dark. Each text has at least 4.5:1 on its ground in both."""

_FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif"
_SHAPES = {
    "ground": "margin:0;padding:24px 12px;background:{ground};",
    "paper": "max-width:600px;margin:0 auto;background:{paper};border:1px solid {line};border-radius:10px;",
    "head": f"padding:20px 28px 0;{_FONT};font-size:15px;line-height:22px;font-weight:700;color:{{brand}};",
    "body": f"padding:12px 28px 20px;{_FONT};font-size:17px;line-height:27px;color:{{ink}};",
    "foot": f"padding:16px 28px 22px;border-top:1px solid {{line}};{_FONT};font-size:14px;line-height:21px;"
    "color:{soft};",
    "title": "margin:0 0 16px;font-size:24px;line-height:31px;font-weight:700;color:{ink};",
    "text": "margin:0 0 16px;",
    "small": "margin:0 0 16px;font-size:15px;line-height:23px;color:{soft};overflow-wrap:anywhere;",
    "plain": "margin:0 0 16px;white-space:pre-line;overflow-wrap:anywhere;",
    "link": "color:{brand};",
    "button": "display:inline-block;padding:12px 22px;border-radius:8px;background:{brand};color:{on_brand};"
    "font-weight:700;text-decoration:none;",
    "summary": "display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px;color:{ground};",
}
STYLES = {name: shape.format(**LIGHT) for name, shape in _SHAPES.items()}
"""By name, for `style=`."""

_COLOURED = {"background", "border", "border-top", "color"}


def dark_rules() -> str:
    """The rules for dark programs: the classes `m-NAME` with the colours of `DARK` in place of the inline ones."""
    rules = (f".m-{name}{{{_colours(shape)}}}" for name, shape in _SHAPES.items() if "{" in shape)
    return f"@media (prefers-color-scheme:dark){{{''.join(rules)}}}"


def _colours(shape: str) -> str:
    declarations = (one.split(":", 1) for one in shape.format(**DARK).split(";") if one)
    return "".join(f"{name}:{value}!important;" for name, value in declarations if name in _COLOURED)
