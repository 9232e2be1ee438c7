extension DiagnosticGuide {
  /// E401 to E408: places.
  static let places = [
    DiagnosticGuide(
      "E401", "it cannot follow that",
      "Each command works on what the one before it hands on. A plan goes into `apply`, `describe` "
        + "or the end of the statement; filter before the write.",
      "disputes | submit evidence=@lease.json | where amount > 1000eur",
      instead: "disputes | where amount > 1000eur | submit evidence=@lease.json"),
    DiagnosticGuide(
      "E402", "it is not allowed",
      "A script names the final writes it makes in an `allow` statement, which only `submit` and "
        + "`close` need. A host may allow less.",
      "allow close\ndispute dp_a1 | submit evidence=@lease.json",
      instead: "allow submit\ndispute dp_a1 | submit evidence=@lease.json"),
    DiagnosticGuide(
      "E403", "the wrong end of a pipeline",
      "A pipeline begins with a source, and a source only begins one.",
      "close dp_a1",
      instead: "dispute dp_a1 | close"),
    DiagnosticGuide(
      "E404", "no dispute to write to",
      "A write goes to the dispute behind each row. Rows of a file, charges and outcomes have none.",
      "read @leases.csv | submit evidence=@lease.json",
      instead:
        "let leases = read @leases.csv\ndisputes | join $leases on=charge | submit evidence=@lease.json"
    ),
    DiagnosticGuide(
      "E405", "nothing to explain",
      "`explain` shows what a pipeline would ask for; a value asks for nothing.",
      "explain 1 + 2",
      instead: "explain disputes | take 5"),
    DiagnosticGuide(
      "E406", "an expression that would write",
      "An expression only reads. Plans and `apply` are statements of their own.",
      "disputes | where $(dispute dp_a1 | close) == 1",
      instead: "dispute dp_a1 | close"),
    DiagnosticGuide(
      "E407", "output inside something else",
      "`as`, `save` and `chart` end a statement of their own, not one in a `let` or a `$(…)`.",
      "let all = disputes | as json",
      instead: "let all = disputes; $all | as json"),
    DiagnosticGuide(
      "E408", "a write that rests on a file",
      "A file may be old, and a write rests on what the API says now. Ask for the disputes by their "
        + "ids, then decide. Where the file is read in the same pipeline as the write, each dispute "
        + "is asked for by itself, before any condition.",
      "let due = read @old.ndjson schema=dispute; $due | close",
      instead: "let due = read @old.ndjson schema=dispute; disputes ids=$due | close"),
  ]

  /// E501 to E503: files.
  static let files = [
    DiagnosticGuide(
      "E501", "it cannot be read",
      "The file, or one object of a list of ids, is not there or cannot be read. For ids, "
        + "`missing=drop` goes on without.",
      "read @nothing.csv",
      instead: "read @leases.csv"),
    DiagnosticGuide(
      "E502", "not the JSON that is wanted",
      "A file of evidence is one JSON object with texts as values. The place is that in the file.",
      "dispute dp_a1 | submit evidence=@queue.txt",
      instead: "dispute dp_a1 | submit evidence=@lease.json"),
    DiagnosticGuide(
      "E503", "no evidence",
      "Evidence without a key says nothing.",
      "dispute dp_a1 | submit evidence={}",
      instead: "dispute dp_a1 | submit evidence=@lease.json"),
  ]

  /// Remarks that refuse nothing.
  static let warnings = [
    DiagnosticGuide(
      "W110", "minor units of several currencies",
      "A plain number against an amount means minor units, whatever the currency. The warning "
        + "says what it meant in each.",
      "disputes | where amount > 200000 | select id, amount",
      instead: "disputes | where amount > 2000eur | select id, amount"),
    DiagnosticGuide(
      "W111", "amounts of several currencies are sorted",
      "Amounts of two currencies have no order, so that each currency stands by itself, by its "
        + "code.",
      "disputes status=needs_response | sort amount | select id, amount",
      instead: "disputes status=needs_response | where currency == eur | sort amount"),
    DiagnosticGuide(
      "W120", "never true",
      "No row can pass the condition, and none is asked for where that is clear beforehand.",
      "disputes status=won | where status == lost",
      instead: "disputes | where status in [won, lost]"),
    DiagnosticGuide(
      "W130", "columns that are not known yet",
      "`cpay check` has no value for a parameter, so that it cannot look into the file it names; the "
        + "names of its columns are checked when the program is run, before any request. A file "
        + "that the program computes needs a `schema=`.",
      "let f = if now > 2024-01-01 then @leases.csv else @other.csv; read $f | select tenant",
      instead: "read @leases.csv | select tenant"),
  ]
}
