"""What plug-ins and the worker say to each other, and where they meet. The only part that core imports."""
