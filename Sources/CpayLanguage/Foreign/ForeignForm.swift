/// A way of writing that belongs elsewhere, for which a program here has another.
package enum ForeignForm: Hashable, Sendable {
  case sql
  case jq
  case powerShell
  /// A formula of a spreadsheet.
  case formula
  /// `rows.method(…)`, as in Python or JavaScript.
  case methods
  /// `>` or `>>`.
  case redirection(String)
  case assignment
  /// `2>/dev/null`.
  case errors
  /// `a && b`, of two programs.
  case sequence
  /// `--name`.
  case option
  /// An amount with its currency, its digits or both in another form.
  case amount
  case date
  /// A time that is told by words: `yesterday`.
  case relativeTime
  case duration
  /// A span of time behind a field: `within 7 days`.
  case window
  /// `a or b` behind a comparison.
  case values
  case path
  /// `isn't`, `doesn't equal`.
  case spoken
  /// A text whose apostrophe would end it.
  case quote
  /// Signs that a plain keyboard has not: wide ones, long dashes.
  case keyboard
  /// A full stop behind the program.
  case stop
  /// `-- …`, `/* … */`.
  case comment
  /// `https://…/disputes/dp_a1`, `#dp_a1`.
  case address
  /// A program in backquotes.
  case nested

  /// What is said of it, as one sentence without its full stop.
  var message: String {
    switch self {
    case .sql: "this is SQL; here rows go from a source through stages"
    case .jq: "this is jq; here rows go from a source through stages"
    case .powerShell: "this is PowerShell; here rows go from a source through stages"
    case .formula: "this is a formula; here rows go from a source through stages"
    case .methods: "rows have no methods; each stage has a `|` before it"
    case .redirection(let sign): "`\(sign)` writes no file; `save` does"
    case .errors: "errors and notes go apart from the rows; nothing has to lead them away"
    case .sequence: "one program after the other has a `;` between them"
    case .assignment: "a variable is made with `let`"
    case .option: "an argument of a command has no dashes"
    case .amount: "an amount is one word: digits, a point, and the currency in small letters"
    case .date: "dates have their year first, and times a `T` before them"
    case .relativeTime: "times are counted from `now` and `today`"
    case .window: "times are counted from `now`, and compared with `<` and `>`"
    case .duration: "a duration is one word, in s, m, h, d or w"
    case .values: "`or` stands between conditions; several values are a list in brackets"
    case .path: "a file is written with `@`"
    case .spoken: "values are compared by signs, as `==`, `!=`, `<` and `>` are"
    case .quote: "a `'` begins a text; one that has it inside stands in double quotes"
    case .keyboard: "signs are those of a plain keyboard"
    case .stop: "nothing stands behind the last word of a program"
    case .comment: "a comment begins with `#`"
    case .address: "an object is called by its kind and its id"
    case .nested: "a program inside another stands in `$(…)`"
    }
  }

  /// Whether it is one value, which can be put in its place by itself.
  var isValue: Bool {
    switch self {
    case .amount, .date, .relativeTime, .duration: true
    default: false
    }
  }

  /// Whether what the checker finds in it is beside the point.
  var isWhole: Bool {
    switch self {
    case .sql, .jq, .powerShell, .formula, .methods, .redirection, .assignment, .option, .errors,
      .sequence, .spoken, .quote, .keyboard, .stop, .comment, .address, .nested:
      true
    case .amount, .date, .relativeTime, .duration, .window, .values, .path: false
    }
  }
}
