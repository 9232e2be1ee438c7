/// Words that other tools answer to, and what there is here instead.
enum ForeignHabit {
  /// What to say of a statement that begins so; nil for one that is no such habit.
  static func answer(to words: [ForeignWord]) -> (word: String, answer: String)? {
    guard let first = words.first else { return nil }
    if first.text == "\\" || first.text == ":", words.count > 1, words[1].isGlued {
      let name = first.text + words[1].text
      return (name, signs[name] ?? "`help` lists what there is here")
    }
    if first.text == "\\" { return ("\\", "`help` lists what there is here") }
    if first.lower == "open", words.count > 1, ForeignNames.resource(words[1].text) != nil {
      return (
        first.text,
        "no status is called that: `disputes status=needs_response` waits for an answer, "
          + "`status=under_review` for a decision"
      )
    }
    if first.lower == "show", words.count == 2, let answer = lists[words[1].lower] {
      return ("\(first.text) \(words[1].text)", answer)
    }
    guard let answer = habits[first.lower] else { return nil }
    return (first.text, answer)
  }

  private static let noShell = "this is no shell, and starts no programs"
  private static let leave = "Ctrl-D leaves, as does `:quit`"
  private static let files = "this is no shell; a program names its files: `read @leases.csv`"
  private static let clear = "Ctrl-L clears the screen"
  private static let help = "`help NAME` or `NAME?` tells of a command, a field or any other word"
  private static let sources =
    "the sources are `disputes`, `charges`, `files` and `events`; `dispute?` lists the fields"

  private static let payments =
    "what was paid are `charges`, and `disputes` what is contested of them"
  private static let customers =
    "objects that others name are put in their place: `disputes | expand charge | select id, "
    + "charge.customer`"

  private static let signs = [
    "\\d": sources, "\\dt": sources, "\\l": "`:account` tells which account this is",
    "\\q": leave, "\\h": help, "\\c": "`:account NAME` goes over to another account",
    "\\x": "`as json` shows each row whole",
    "\\i": "`use @lib.cpay` takes in definitions; `cpay FILE` runs a program",
    "\\timing": "`:time` tells how long programs take; `cpay --trace` shows each request",
    "\\e": "write the program into a file: `cpay FILE` runs it",
    ":q": leave, ":wq": leave, ":q!": leave, ":x": leave,
  ]

  private static let lists = [
    "tables": sources, "databases": "`:account` tells which account this is",
    "columns": sources, "commands": "`help commands` lists them", "fields": sources,
    "variables": "`$name` shows one; `let` makes one", "history": "Ctrl-R searches what was typed",
    "help": help,
  ]

  private static let habits: [String: String] = {
    var habits = [
      "history": "Ctrl-R searches what was typed, and the up key goes back in it",
      "man": help, "info": help, "tables": sources,
      "whoami": "`:account` tells which account this is",
      "account": "`:account` tells which account this is",
      "sandbox": "`:sandbox` goes over to one; outside a session it is `cpay --sandbox`",
      "tour": "`:tour` is two minutes in a sandbox",
      "type": "`:type` tells what a program yields",
      "types": "`:types` shows the types of columns; `help types` lists all",
      "login": "`cpay login` stores a key", "help": help,
      "update":
        "rows are not written to; evidence goes with `draft` or `submit` behind the disputes",
      "delete": "nothing is deleted here; `close` accepts disputes, which cannot be undone",
      "insert": "no rows are made here; evidence goes with `draft` or `submit` behind the disputes",
      "undo": "what was sent stays sent; `:runs` tells what became of it",
      "rollback": "what was sent stays sent; `:runs` tells what became of it",
      "commit": "`apply` sends a plan, once someone has agreed to it",
      "foreach": "there are no loops: a stage works on every row",
      "for": "there are no loops: a stage works on every row",
      "while": "there are no loops: a stage works on every row",
      "foreach-object": "there are no loops: a stage works on every row",
      "import": "`use @lib.cpay` takes in definitions, `read @file.csv` rows",
      "include": "`use @lib.cpay` takes in definitions",
      "source": "`use @lib.cpay` takes in definitions",
      "function": "stages are named with `def`: `def due() = where evidence_due_by < now + 2d`",
      "alias": "stages are named with `def`: `def due() = where evidence_due_by < now + 2d`",
      "exit": leave, "quit": leave, "q": leave, "bye": leave, "logout": leave,
      "clear": clear, "cls": clear, "ls": files, "dir": files, "cd": files, "pwd": files,
      "ll": files,
      "runs": "`:runs` shows what was sent, and what is left of it",
      "resume": "outside a session `cpay resume` goes on with a run; `:runs` shows them",
      "env": "`cpay config explain` tells what is set, and from where",
      "version": "`cpay --version` tells it",
      "payments": payments, "payment": payments, "transactions": payments, "invoices": payments,
      "refunds": payments, "customers": customers, "customer": customers, "users": customers,
      "payment_intents": customers, "payment_intent": customers, "payment-intents": customers,
      "select": "this is SQL; here it is `disputes | where … | sort … | select …`",
      "drop": "nothing is made or deleted here", "create": "nothing is made or deleted here",
      "alter": "nothing is made or deleted here", "truncate": "nothing is made or deleted here",
    ]
    for word in [
      "rm", "mv", "cp", "mkdir", "touch", "vim", "vi", "nano", "emacs", "sudo", "ssh", "git",
      "curl",
      "wget", "python", "node", "bash", "sh", "zsh", "which", "kill", "ps", "chmod", "xargs", "awk",
      "sed", "find", "make", "docker", "echo", "stripe", "gh", "kubectl", "aws", "psql", "mysql",
      "terraform", "brew", "apt", "pip", "npm", "nohup", "tmux",
    ] { habits[word] = noShell }
    return habits
  }()
}
