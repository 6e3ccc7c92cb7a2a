"""Typesets the sample documents in corpus/samples. Not needed to run Shirube, only to make the samples anew."""
