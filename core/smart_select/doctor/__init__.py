"""Does everything that a click needs work on this machine? `examine` looks, `Report` tells."""

from smart_select.doctor.examining import examine
from smart_select.doctor.report import EnvironmentState, Report, WorkerState

__all__ = ["EnvironmentState", "Report", "WorkerState", "examine"]
