extension DiagnosticGuide {
  /// E201 to E216: arguments.
  static let arguments = [
    DiagnosticGuide(
      "E201", "a condition on a source",
      "A source takes arguments of the API. Conditions stand behind `| where`, and those the API "
        + "can check go into the request by themselves.",
      "disputes amount>100000",
      instead: "disputes | where amount > 1000eur"),
    DiagnosticGuide(
      "E202", "`=` is not `==`",
      "`=` gives an argument, with no blank on either side; `==` compares.",
      "disputes | where status=won",
      instead: "disputes | where status == won"),
    DiagnosticGuide(
      "E203", "the API has no such filter",
      "`=` on a source is a parameter of the API, which filters by few fields. `where` checks the "
        + "others here.",
      "disputes currency=eur",
      instead: "disputes | where currency == eur"),
    DiagnosticGuide(
      "E204", "not an id",
      "An id begins with the prefix of its resource, then has 1 to 64 letters, digits or "
        + "underscores.",
      "dispute ch_1",
      instead: "disputes charge=ch_1"),
    DiagnosticGuide(
      "E205", "not one of the words",
      "The argument takes one of a few words.",
      "disputes | as xml",
      instead: "disputes | as json"),
    DiagnosticGuide(
      "E206", "a whole number is wanted",
      "The place takes a whole number, 0 or more.",
      "disputes | take -1",
      instead: "disputes | take 1"),
    DiagnosticGuide(
      "E207", "more than one name or value",
      "What stands behind `name=` is one name, path or value. A longer expression goes in "
        + "parentheses.",
      "disputes | select left=evidence_due_by-now",
      instead: "disputes | select left=(evidence_due_by - now)"),
    DiagnosticGuide(
      "E208", "a file out of place",
      "A file is a path, evidence, or a document, by the place it stands in. Here it is none of "
        + "them.",
      "disputes | where id == @lease.json"),
    DiagnosticGuide(
      "E209", "`name=value` is wanted",
      "`set` and `summarize` make columns, each with a name.",
      "disputes | set evidence_due_by - now",
      instead: "disputes | set left=(evidence_due_by - now)"),
    DiagnosticGuide(
      "E210", "a file has an `@`",
      "A path begins with `@`; with blanks or holes it has quotes too, `@\"my file.csv\"`.",
      "disputes | save all.csv",
      instead: "disputes | save @all.csv"),
    DiagnosticGuide(
      "E211", "a name that says no format",
      "`save` writes the format that the file's name ends in.",
      "disputes | save @all.xlsx",
      instead: "disputes | save @all.csv"),
    DiagnosticGuide(
      "E212", "no request here",
      "A default, an id or an argument of a source has to be known before anything is asked. Read "
        + "it into a variable first.",
      "param cap: int = count($(disputes))",
      instead: "let cap = disputes | count\ndisputes | take $cap"),
    DiagnosticGuide(
      "E213", "rows are wanted",
      "The place takes rows: a variable that holds some, or a pipeline as `$(…)`.",
      "disputes | join leases on=charge",
      instead: "let leases = read @leases.csv\ndisputes | join $leases on=charge"),
    DiagnosticGuide(
      "E214", "nothing to expand",
      "`expand` takes a field that holds the id of another object, before columns are changed.",
      "disputes | expand amount",
      instead: "disputes | expand charge"),
    DiagnosticGuide(
      "E215", "`ids=` stands by itself",
      "Objects asked for by id are looked up one by one, so that the API's filters do not apply. "
        + "`missing=` says what becomes of an id that is none.",
      "disputes ids=[dp_a1, dp_b2] status=won",
      instead: "disputes ids=[dp_a1, dp_b2] | where status == won"),
    DiagnosticGuide(
      "E216", "no column of ids",
      "`ids=` takes rows that have a column `id` with ids of the resource; another column is renamed "
        + "to it with `select`.",
      "let leases = read @leases.csv; charges ids=$leases",
      instead: "let leases = read @leases.csv | select id=charge; charges ids=$leases"),
  ]
}
