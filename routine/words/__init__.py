"""Every sentence a person reads, in one place: warm, short, no blame, no promise. Knows no value but text."""
