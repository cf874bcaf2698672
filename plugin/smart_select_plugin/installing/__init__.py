"""The plug-ins put into GIMP's and Krita's profiles, renewed, and taken out again without a trace."""
