import CpayShell
import Glibc

exit(await Program.standard.run().code)
