"""The panel beside the picture: clicks in its preview, and the user's own tools on GIMP's canvas."""
