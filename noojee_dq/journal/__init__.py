"""The SQLite file that remembers a run: its format, its writer and its reader."""
