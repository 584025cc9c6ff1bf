"""The requirement maps: how each requirement is asked, in which words, grouped how, in which country."""
