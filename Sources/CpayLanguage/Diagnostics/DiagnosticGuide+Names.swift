extension DiagnosticGuide {
  /// E101 to E122: names.
  static let names = [
    DiagnosticGuide(
      "E101", "no such command",
      "The word at the start of a stage is neither a command nor defined by `def`. A variable is "
        + "written with its `$`.",
      "disputes | filter amount > 1000eur",
      instead: "disputes | where amount > 1000eur"),
    DiagnosticGuide(
      "E102", "no such argument",
      "The command or definition takes no argument of that name.",
      "dispute dp_a1 | submit evidense=@lease.json",
      instead: "dispute dp_a1 | submit evidence=@lease.json"),
    DiagnosticGuide(
      "E103", "missing, too much or given twice",
      "The command needs something it was not given, or was given more than it takes.",
      "disputes | take",
      instead: "disputes | take 5"),
    DiagnosticGuide(
      "E104", "no such field",
      "The rows do not have that field. After `select` and `summarize` they have only the columns "
        + "named there. Text that is compared with a field has quotes.",
      "disputes | where amuont > 1000eur",
      instead: "disputes | where amount > 1000eur"),
    DiagnosticGuide(
      "E105", "no such status, reason or type",
      "The word is not a member of the type of the other side. A member that the API has added "
        + "since is written `other(\"…\")`.",
      "disputes | where reason == won",
      instead: "disputes | where status == won"),
    DiagnosticGuide(
      "E106", "no such key",
      "A record such as evidence has fixed keys. In a file the place is that of the key in the file.",
      #"dispute dp_a1 | submit evidence={custmer_name: "Jane Doe"}"#,
      instead: #"dispute dp_a1 | submit evidence={customer_name: "Jane Doe"}"#),
    DiagnosticGuide(
      "E107", "a name that is nothing here",
      "There is no field of that name, and nothing that says what else the word could be. A "
        + "pipeline inside an expression is written `$(…)`.",
      "let x = (disputes)",
      instead: "let x = $(disputes)"),
    DiagnosticGuide(
      "E108", "no such variable",
      "A variable is defined by `let`, `param`, or as a value of the `def` it is used in. A "
        + "pipeline that begins with `|` needs a last result.",
      "let urgent = disputes; $urgnt | count",
      instead: "let urgent = disputes; $urgent | count"),
    DiagnosticGuide(
      "E109", "a field or a member",
      "The word is a field of the rows and also a member of the type it is compared with. Quotes "
        + "say that the member is meant.",
      "disputes | set won=1 | where status == won",
      instead: #"disputes | set won=1 | where status == "won""#),
    DiagnosticGuide(
      "E110", "defined twice",
      "A name has one meaning in a program, so that each use of it means the same. A session may "
        + "define one anew on its next line.",
      "let a = disputes; let a = charges",
      instead: "let a = disputes; let b = charges"),
    DiagnosticGuide(
      "E111", "an option of cpay's own",
      "A parameter is given as `--name` on the command line, where this name is taken already.",
      "param max: int = 5",
      instead: "param cap: int = 5\ndisputes | take $cap"),
    DiagnosticGuide(
      "E112", "no such function",
      "The functions are listed in the reference; programs cannot add to them.",
      "disputes | select name=lowr(id)",
      instead: "disputes | select name=lower(id)"),
    DiagnosticGuide(
      "E113", "other values for a function",
      "The function takes another number of values.",
      "disputes | select name=lower(id, charge)",
      instead: "disputes | select name=lower(id)"),
    DiagnosticGuide(
      "E114", "a name in quotes is wanted",
      "A field or key in `[…]` is a text in quotes, so that it is known before the program runs; "
        + "`on=` takes the plain name of a column.",
      "disputes | select receipt=(evidence[id])",
      instead: #"disputes | select receipt=(evidence["receipt"])"#),
    DiagnosticGuide(
      "E115", "`other` out of place",
      "`other(\"…\")` stands beside a status, a reason or their like, and holds a member that is "
        + "not known yet. Known members are written as they are.",
      #"disputes | where status == other("won")"#,
      instead: #"disputes | where status == other("on_hold")"#),
    DiagnosticGuide(
      "E116", "nothing to tell the type of",
      "`:type` tells what one pipeline yields, or what a definition does to rows: "
        + "`:type disputes | take 5`, `:type urgent`."),
    DiagnosticGuide(
      "E120", "the name of a command",
      "A definition cannot take the place of a command.",
      "def where() = take 5",
      instead: "def some() = take 5\ndisputes | some"),
    DiagnosticGuide(
      "E121", "it uses itself",
      "There is no recursion, neither of definitions nor of files.",
      "def urgent() = urgent",
      instead: "def urgent() = where evidence_due_by < now + 48h\ndisputes | urgent"),
    DiagnosticGuide(
      "E122", "not in a used file",
      "A file that is used holds `let`, `def` and `use`; what runs stands in the program.",
      "use @triage.cpay"),
  ]
}
