public import CpayClient
public import CpayLanguage
import CpayModel
import CpaySyntax
public import CpayValue
import Crypto

/// A plan as a file keeps it: one line that says what it is, one for each row, and a seal.
///
/// Nothing in it may be changed by hand. The seal is the digest of all that stands before it, so that
/// a file that was cut short or edited is not taken for what was saved.
public struct PlanFile: Sendable {
  /// The plan's own name.
  public let id: PlanID
  /// The profile that it was made with; nil where the environment gave the key.
  public let profile: String?
  /// When it was made, by the clock of whoever made it.
  public let madeAt: Timestamp
  private let saved: WritePlan

  /// The most bytes that a plan may have, written.
  public static let maximumBytes = 256 << 20

  /// The form that this version writes.
  private static let version = 1

  /// A plan that was made so long before `now`, on a host.
  init(_ plan: WritePlan, on host: Host) {
    let age = (host.environment.uptime() - plan.madeAt).components.seconds
    let (madeAt, overflow) = host.environment.now.seconds.subtractingReportingOverflow(max(0, age))
    id = PlanID(host.environment)
    profile = host.account?.profile
    self.madeAt = overflow ? host.environment.now : Timestamp(seconds: madeAt)
    saved = plan
  }

  /// The plan as a host can apply it; what it waits for its consent counts from when it was made.
  public func plan(on environment: Environment) -> WritePlan {
    var plan = saved
    plan.id = id
    let (age, overflow) = environment.now.seconds.subtractingReportingOverflow(madeAt.seconds)
    // A clock that differs by more says nothing of how old it is.
    let isKnown = !overflow && age > -WritePlan.lifetime.components.seconds
    plan.madeAt =
      environment.uptime() - (isKnown ? .seconds(max(0, age)) : WritePlan.lifetime)
    return plan
  }

  /// What is to be done.
  public var action: WriteAction { saved.action }

  /// The data that it was made for.
  public var account: AccountIdentity { saved.account }

  /// What cannot be uploaded any more of the documents that it needs: each is to be there as it was
  /// when the plan was made.
  public func changedDocuments(in files: FileStore) -> [DocumentFailure] {
    var failures: [DocumentFailure] = []
    for upload in saved.uploads {
      do throws(EvaluationError) {
        let found = try PlannedUpload(upload.place, purpose: upload.purpose, files: files)
        guard found.content != upload.content else { continue }
        failures.append(DocumentFailure(upload.path, "it has changed since the plan was made"))
      } catch {
        guard case .evidence(_, let failure) = error else { continue }
        failures.append(DocumentFailure(upload.path, failure.reason))
      }
    }
    return failures
  }

  // MARK: Writing

  /// The file.
  public var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.header(self)
    writer.endLine()
    var bytes = writer.bytes
    for item in saved.items {
      bytes += item.json
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes + PlanFile.seal(bytes)
  }

  static func seal(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: Array(bytes))
    return Array("{\"seal\":\"\(String(hex: hash.finalize()))\"}\n".utf8)
  }

  // MARK: Reading

  /// Why a file is no plan that could be applied.
  public enum Failure: Error, Hashable, Sendable {
    /// It is something else.
    case noPlan
    /// It is not what was saved.
    case changed
    /// It was written by a later version of cpay.
    case later
    /// It is larger than any plan.
    case tooLarge

    /// The reason, as the end of a sentence.
    public var reason: String {
      switch self {
      case .noPlan: "it is no plan that `save` wrote"
      case .changed:
        "it is not as it was saved: some of it was changed or is missing; make the plan again"
      case .later: "it was written by a later version of cpay"
      case .tooLarge: "it is larger than \(PlanFile.maximumBytes >> 20) MiB"
      }
    }
  }

  /// Reads a file.
  /// - Throws: ``Failure`` for anything but what ``bytes`` wrote.
  public init(_ bytes: [UInt8]) throws(Failure) {
    guard bytes.count <= PlanFile.maximumBytes else { throw .tooLarge }
    let end = UInt8(ascii: "\n")
    guard let first = bytes.firstIndex(of: end),
      let header = try? JSONReader.read(Array(bytes[..<first])),
      let version = header["cpay_plan"]?.integer
    else { throw .noPlan }
    guard version <= PlanFile.version else { throw .later }
    // The seal is the last line, which ends like the others.
    guard bytes.last == end,
      let start = bytes.dropLast().lastIndex(of: end).map({ $0 + 1 }), start > first,
      bytes[start...].elementsEqual(PlanFile.seal(bytes[..<start]))
    else { throw .changed }
    try self.init(header, rows: bytes[(first + 1)..<start])
  }

  private init(_ header: JSONNode, rows: ArraySlice<UInt8>) throws(Failure) {
    guard let id = header["id"]?.string.flatMap(PlanID.init),
      let action = header["action"]?.string.flatMap(WriteAction.init(rawValue:)),
      let place = header["place"]?.string,
      let mode = header["mode"]?.string.flatMap(APIKey.Mode.init(rawValue:)),
      let madeAt = header["made_at"]?.integer, let digest = header["digest"]?.string,
      let terms = WritePlan.Terms(header)
    else { throw .changed }
    var items: [WritePlan.Item] = []
    let lines = rows.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for line in lines.dropLast() {
      guard let item = WritePlan.Item(json: Array(line)) else { throw .changed }
      items.append(item)
    }
    let account = AccountIdentity(recorded: place, mode: mode)
    guard
      var plan = WritePlan(recorded: action, account: account, items: items, digest: digest)
    else { throw .changed }
    plan.terms = terms
    plan.remarks = header.remarks
    self.id = id
    profile = header["profile"]?.string
    self.madeAt = Timestamp(seconds: madeAt)
    saved = plan
  }

  /// What stands in the first line.
  fileprivate var facts: KeyValuePairs<String, String?> {
    [
      "id": id.description, "action": saved.action.rawValue, "place": saved.account.place,
      "mode": saved.account.mode.rawValue, "profile": profile, "digest": saved.digest,
    ]
  }

  fileprivate var terms: WritePlan.Terms { saved.terms }
  fileprivate var remarks: [Diagnostic] { saved.remarks }
  fileprivate static var currentVersion: Int { version }
}

extension JSONWriter {
  fileprivate mutating func header(_ file: PlanFile) {
    beginObject()
    key("cpay_plan")
    integer(PlanFile.currentVersion)
    for (name, text) in file.facts {
      guard let text else { continue }
      key(name)
      string(text)
    }
    let limits = file.terms.limits
    for (name, number) in [
      ("made_at", file.madeAt.seconds), ("parallel", Int64(limits.parallel)),
      ("canary", Int64(limits.canary)), ("bound", file.terms.bound.map(Int64.init)),
    ] as [(String, Int64?)] {
      guard let number else { continue }
      key(name)
      integer(number)
    }
    key("stops")
    bool(limits.stopsAtFirstFailure)
    key("remarks")
    beginArray()
    for remark in file.remarks {
      beginObject()
      if let code = remark.code {
        key("code")
        string(code)
      }
      key("message")
      string(remark.message)
      endObject()
    }
    endArray()
    endObject()
  }
}

extension WritePlan.Terms {
  /// Reads what a plan's first line says of how it is to be applied; nil for what none does.
  fileprivate init?(_ header: JSONNode) {
    func count(_ name: String, atLeast minimum: Int) -> Int? {
      header[name]?.integer.flatMap(Int.init(exactly:)).flatMap { $0 < minimum ? nil : $0 }
    }
    guard let parallel = count("parallel", atLeast: 1), let canary = count("canary", atLeast: 0),
      let stops = header["stops"]?.bool, header["bound"] == nil || count("bound", atLeast: 0) != nil
    else { return nil }
    bound = count("bound", atLeast: 0)
    limits = RunLimits(parallel: parallel, canary: canary, stopsAtFirstFailure: stops)
  }
}

extension JSONNode {
  /// What a person was told when the plan was made.
  fileprivate var remarks: [Diagnostic] {
    guard case .array(let remarks)? = self["remarks"]?.content else { return [] }
    return remarks.compactMap { remark in
      remark["message"]?.string.map { message in
        Diagnostic(RunFinding.asPlanned(code: remark["code"]?.string, message))
      }
    }
  }
}

extension WritePlan {
  /// Looks once more at a plan that was saved, before anyone is asked to agree to it: which data it
  /// would be written to, and who holds its disputes by now.
  /// - Throws: ``EvaluationError`` where nobody may agree to it.
  public mutating func lookAgain(
    on account: Account, _ files: FileStore
  ) async throws(EvaluationError) {
    let known = Set(remarks.map(\.line))
    remarks += (try await account.remarks(on: self) + account.inspect(self, files))
      .filter { !known.contains($0.line) }
    var phases: [String: DisputePhase] = [:]
    for item in eligible { phases[item.id] = phaseHeld(by: item) }
    if phases.isEmpty { return }
    let claims: [String: String]
    do throws(JournalFailure) {
      claims = try await account.journal.opened().claims(on: phases, of: account.identity)
    } catch {
      throw .journal(error)
    }
    for run in Set(claims.values).sorted() {
      var held = SampledRows()
      for item in eligible where claims[item.id] == run { held.add(item.id) }
      remarks.append(
        Diagnostic(RunFinding.heldMeanwhile(by: run, count: held.count, first: held.shown)))
    }
  }
}
