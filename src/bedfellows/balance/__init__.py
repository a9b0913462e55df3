"""The signed network of a case: who is on whose side, and which alignments nobody would expect."""
