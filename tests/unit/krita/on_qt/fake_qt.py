"""The binding that this process tests, named by SMART_SELECT_QT; nothing of the plug-in's own choice."""

import importlib
import os

QT = int(os.environ["SMART_SELECT_QT"])
QtCore = importlib.import_module(f"PyQt{QT}.QtCore")
QtGui = importlib.import_module(f"PyQt{QT}.QtGui")
QtTest = importlib.import_module(f"PyQt{QT}.QtTest")
QtWidgets = importlib.import_module(f"PyQt{QT}.QtWidgets")
Qt = QtCore.Qt
