"""Commands and actions that keep a catalogue safe from its sources, and give it back when something went wrong."""
