"""What `make package` makes: packages of which two builds are the same, byte by byte."""
