public import CpayClient
public import CpayLanguage
public import CpaySyntax

/// Why a program that had been accepted could not go on.
public enum EvaluationError: Error, Hashable, Sendable {
  /// The program asks the API, and the host has no account.
  case noAccount
  /// The API could not be read.
  case read(ReadFailure)
  /// A row came that the request had excluded.
  case filterIgnored(id: String, field: String, found: String, asked: String)
  /// An answer does not have the form the API documents.
  case malformed(String)
  /// An id that a file says, in that place, is that of no object.
  case noObject(id: String, resource: String, place: String)
  /// A calculation left 64 bits.
  case overflow(String)
  /// A calculation left the decimals, of 20 digits before the point, or the years 1 to 9999.
  case outOfRange(String)
  /// A number was to be divided by zero.
  case divisionByZero(String)
  /// Amounts of several currencies were to be summed up as one.
  case mixedCurrencies(String)
  /// What the program requires is not so.
  case requirement(String)
  /// Exactly one row was wanted.
  case notOne(Int)
  /// Two rows to join have the same key.
  case repeatedKey(String, first: String, second: String)
  /// What is wrong with a file that only running could read, at its place.
  case diagnostic(Diagnostic)
  /// The program has done more than the host lets it.
  case budget(Int)
  /// A value was wanted and is missing.
  case missing(String)
  /// A value that was computed does not fit its place.
  case invalid(String)
  /// A file could not be read or written.
  case file(String, FileFailure)
  /// Rows that are too many for memory could not be kept in a file, or not be read again.
  case temporaryFile(FileFailure)
  /// A file of evidence cannot be used.
  case evidence(String, FileFailure)
  /// What a row puts into the name of a file may not stand there.
  case unfitName(String)
  /// Several files of evidence, or what rows make of them, cannot be used, each with its reason.
  case documents([DocumentFailure])
  /// Two rows ask for different writes to one dispute.
  case conflictingRows(id: String)
  /// More rows than fit in memory as one table.
  case tooManyRows
  /// The ledger could not be read or written.
  case journal(JournalFailure)
  /// The person or the host stopped it.
  case interrupted

  /// Whether it came of asking the API, which a cancellation breaks off.
  public var isRead: Bool {
    if case .read = self { true } else { false }
  }

  /// What happened, as a sentence without its full stop.
  public var message: String {
    switch self {
    case .noAccount: "this host has no account to ask"
    case .read(.transport(let failure)): failure.reason
    case .read(.malformed(let reason)), .malformed(let reason):
      "the answer is not what the API documents: \(reason)"
    case .read(.api(let error)): EvaluationError.message(of: error)
    case .filterIgnored(let id, let field, let found, let asked):
      "the server ignored a filter: \(id) has \(field) \(found), asked for \(asked)"
    case .noObject(let id, let resource, let place):
      "there is no \(resource) \(id) in this account; a file says it, in \(place)"
    case .overflow(let what): "\(what) does not fit 64 bits"
    case .outOfRange(let what): "\(what) is out of range"
    case .divisionByZero(let what): "\(what) divides by zero"
    case .mixedCurrencies(let what):
      "\(what) would add different currencies; group by currency, or filter by one"
    case .requirement(let text): text
    case .notOne(let count):
      "exactly one row is wanted; there \(count == 0 ? "is none" : "are more")"
    case .repeatedKey(let key, let first, let second):
      "the key \(key) occurs twice in the rows to join: \(first) and \(second)"
    case .diagnostic(let diagnostic):
      [diagnostic.code, diagnostic.message].compactMap(\.self).joined(separator: " ")
    case .budget(let steps): "the program stopped after \(steps) steps, which is all it may do"
    case .missing(let what): "\(what) is missing"
    case .invalid(let what): what
    case .file(let path, let failure), .evidence(let path, let failure):
      "\(path) cannot be used: \(failure.reason)"
    case .temporaryFile(let failure):
      "rows that do not fit in memory could not be kept in a temporary file: \(failure.reason)"
    case .unfitName(let text): "`\(text)` may not stand in the name of a file"
    case .documents(let failures):
      "\(failures.count == 1 ? "1 document" : "\(failures.count) documents") cannot be used: "
        + failures.byReason.map { "\($0.names.joined(separator: ", ")): \($0.reason)" }
        .joined(separator: "; ")
    case .conflictingRows(let id): "\(id) occurs twice, with different evidence"
    case .tooManyRows: "the rows do not fit in memory as one table"
    case .journal(.locked(let holder)):
      "\(JournalFailure.locked(by: holder).message); --wait waits for it"
    case .journal(let failure): failure.message
    case .interrupted: "interrupted"
    }
  }

  private static func message(of error: APIError) -> String {
    switch error.status {
    case 401: "the API does not accept the key (401): \(error.message)"
    case 403: "the key has no permission for this (403): \(error.message)"
    case 404: "not found: \(error.message)"
    case 429: "the API asks for patience (429): \(error.message)"
    default: "the API refused: \(error.summary)"
    }
  }
}

/// A document of evidence that cannot be used.
public struct DocumentFailure: Error, Hashable, Sendable {
  /// Its path; where it has none, the dispute it is for.
  public let name: String
  /// The reason, as the end of a sentence.
  public let reason: String

  /// A document that cannot be used for that reason.
  public init(_ name: String, _ reason: String) {
    (self.name, self.reason) = (name, reason)
  }
}

extension [DocumentFailure] {
  /// The documents of each reason, in the order of the first.
  fileprivate var byReason: [(reason: String, names: [String])] {
    var groups: [(reason: String, names: [String])] = []
    var places: [String: Int] = [:]
    for failure in self {
      if let place = places[failure.reason] {
        groups[place].names.append(failure.name)
      } else {
        places[failure.reason] = groups.count
        groups.append((failure.reason, [failure.name]))
      }
    }
    return groups
  }
}

/// Why the ledger failed.
public enum JournalFailure: Error, Hashable, Sendable {
  /// Another process holds it.
  case locked(by: String)
  /// The disk or the file failed.
  case unusable(String)
  /// The file may be read or written by others.
  case exposed(String)
  /// Another run holds a final act on the dispute; about that row only.
  case claimed(by: String)
  /// The plan, which is applied once, has become a run already.
  case applied(PlanID, as: RunID)

  /// What happened, as a sentence without its full stop.
  public var message: String {
    switch self {
    case .locked(let holder): "the ledger is held by another process (\(holder))"
    case .unusable(let reason): "the ledger cannot be used: \(reason)"
    case .exposed(let reason): reason
    case .claimed(let run): HeldRow.reason(run)
    case .applied(let plan, let run): "\(plan) has been applied: it became \(run)"
    }
  }
}
