"""Mail: in the recipient's language, as text and as HTML, through a server whose certificate is checked."""
