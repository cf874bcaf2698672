"""What the host plug-ins share: standard library only, Python 3.9 syntax."""
