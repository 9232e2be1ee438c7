import CpayShell
