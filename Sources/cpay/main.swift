import CpayShell
import Glibc

exit(await CommandLineTool.standard.run().code)
