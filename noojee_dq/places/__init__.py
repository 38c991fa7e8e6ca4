"""Where places are: Australia's states, postcodes and area codes, and what clock is kept where."""
