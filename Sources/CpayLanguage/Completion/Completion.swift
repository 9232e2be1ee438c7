public import CpaySyntax
public import CpayValue

/// Says what may be typed at a place of a program, by what stands before it.
///
/// The text may be unfinished or wrong. Nothing is asked of anyone but through the closures given.
public enum Completion {
  /// One word that may stand at the place.
  public struct Candidate: Hashable, Sendable {
    /// What to put in the place of ``range``.
    public let text: String
    /// The bytes to replace: the word under the cursor, or nothing where none has begun.
    public let range: Range<Int>
    /// What it is.
    public let kind: Kind
    /// The type of the value it stands for or yields, as programs write types; may be empty.
    public let type: String
    /// What it means, in one line; may be empty.
    public let meaning: String

    /// A candidate with that text.
    public init(
      _ text: String, _ range: Range<Int>, _ kind: Kind, type: String = "", meaning: String = ""
    ) {
      (self.text, self.range, self.kind) = (text, range, kind)
      (self.type, self.meaning) = (type, meaning)
    }
  }

  /// The kinds of candidate.
  public enum Kind: Hashable, Sendable {
    /// A word that begins a statement.
    case statement
    /// A command.
    case command
    /// What `def` has defined.
    case definition
    /// The name of an argument, with its `=`.
    case argument
    /// A word that an argument or an `as` takes.
    case choice
    /// A member of an enum, or a currency.
    case member
    /// A field of the rows.
    case field
    /// A key of a record or a part of a value.
    case key
    /// A function.
    case function
    /// A variable.
    case variable
    /// A file.
    case file
    /// An id that has been seen.
    case id
    /// A type.
    case type
    /// A word between values or one that is a value itself: `and`, `now`.
    case word
    /// A number with its unit: `1000eur`, `48h`.
    case unit
    /// A command of a session that is no program.
    case sessionCommand
    /// An account that can be gone over to.
    case profile
    /// A run that the ledger remembers.
    case run
  }

  /// What is to be found outside the program.
  public struct Surroundings: Sendable {
    /// The paths that begin with a text, folders with `/` at their end.
    public let files: @Sendable (_ prefix: String) -> [String]
    /// The ids seen of the resource whose ids begin with a text, such as `dp_`.
    public let ids: @Sendable (_ prefix: String) -> [String]

    /// The currencies seen, the most likely first.
    public let currencies: @Sendable () -> [Currency]

    /// Surroundings with those files, ids and currencies; none by default.
    public init(
      files: @escaping @Sendable (_ prefix: String) -> [String] = { _ in [] },
      ids: @escaping @Sendable (_ prefix: String) -> [String] = { _ in [] },
      currencies: @escaping @Sendable () -> [Currency] = { [] }
    ) {
      (self.files, self.ids, self.currencies) = (files, ids, currencies)
    }
  }

  /// What may stand at the byte `offset` of `source`, best first: what begins as the word typed so
  /// far does, then what differs from it in case only.
  public static func candidates(
    in source: Source, at offset: Int, context: CheckContext,
    surroundings: Surroundings = Surroundings()
  ) -> [Candidate] {
    Completer(source, at: offset, context, surroundings).candidates
  }
}
