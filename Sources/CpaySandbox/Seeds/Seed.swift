import CpayValue
import FoundationEssentials

/// What a new store is filled with.
public struct Seed: Hashable, Sendable {
  private enum Source: Hashable {
    case docs
    case demo(count: Int)
    case file(path: String)
    case nothing
  }

  /// How the seed is written in options, and kept in the store: `docs`, `demo`, `demo:1000`, a path.
  public let name: String
  private let source: Source

  /// Eight disputes with their charges, intents, customers and leases, frozen at 2024-02-06T12:00Z.
  public static let docs = Seed(name: "docs", source: .docs)
  /// 240 disputes, made up, with deadlines around the clock's now.
  public static let demo = Seed(name: "demo", source: .demo(count: 240))
  /// No object at all, for a store that is filled while it runs.
  public static let nothing = Seed(name: "nothing", source: .nothing)
  /// Disputes that `demo:N` can make, at most.
  public static let maximumCount = 1_000_000

  private init(name: String, source: Source) {
    (self.name, self.source) = (name, source)
  }

  /// Reads `docs`, `demo`, `demo:N`, or the path of a file of objects in JSON or NDJSON.
  ///
  /// A relative path starts from `folder`, or from the process's working folder.
  /// - Throws: ``SandboxError`` when N is not a number from 1 to ``maximumCount``, or nothing is
  ///   given; a file is read only when a store is filled.
  public init(_ text: String, relativeTo folder: String? = nil) throws(SandboxError) {
    switch text {
    case "docs": self = .docs
    case "demo": self = .demo
    case "": throw SandboxError("the seed is docs, demo, demo:N or the path of a file")
    case _ where text.hasPrefix("demo:"):
      guard let count = Int(text.dropFirst(5)), (1...Seed.maximumCount).contains(count) else {
        throw SandboxError(
          "the seed '\(text)' must be demo:N, with N from 1 to \(Seed.maximumCount)")
      }
      self.init(name: text, source: .demo(count: count))
    case _ where text.hasPrefix("/"): self.init(name: text, source: .file(path: text))
    default:
      self.init(name: text, source: .file(path: folder.map { "\($0)/\(text)" } ?? text))
    }
  }

  /// The seed that a store says it was filled from.
  init(named name: String) {
    self = (try? Seed(name)) ?? Seed(name: name, source: .file(path: name))
  }

  /// The demo filled at `now`, where this is one.
  func demo(at now: Timestamp) -> DemoSeed? {
    guard case .demo(let count) = source else { return nil }
    return DemoSeed(count: count, now: now)
  }

  /// The moment the seed's clock stands at, when it does not run.
  var frozenAt: Timestamp? {
    source == .docs ? Timestamp(seconds: 1_707_220_800) : nil
  }

  /// Hands over every object, those that others name first.
  func emit(now: Timestamp, _ body: (StoredObject) throws -> Void) throws {
    switch source {
    case .docs: try SeedReader.objects(Array(Seed.docsText.utf8), name: name, body)
    case .demo(let count): try DemoSeed(count: count, now: now).emit(body)
    case .nothing: break
    case .file(let path): try SeedReader.objects(Seed.read(path), name: path, body)
    }
  }

  private static func read(_ path: String) throws -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw SandboxError("the seed '\(path)' cannot be read: it is no file, or not readable")
    }
  }
}
