import GRDB
import Synchronization

/// Makes the JSON of the demo's charges, payment intents, customers and files when it is wanted.
///
/// They follow from the seed, so that a store of many disputes keeps no copy of them until one is
/// changed.
final class DemoArchive: Sendable {
  private let seed = Mutex<DemoSeed?>(nil)

  /// The SQL function `demo_body(collection, story)`; null for what is not of the demo.
  var function: DatabaseFunction {
    DatabaseFunction("demo_body", argumentCount: 2) { [self] values in
      guard let collection = Int.fromDatabaseValue(values[0]), collection >= 0,
        let kind = ObjectKind(rawValue: collection / 2),
        let story = Int.fromDatabaseValue(values[1])
      else { return nil }
      let mode: Mode = collection % 2 == 1 ? .live : .test
      return seed.withLock { $0 }?.body(kind, story: story).map(mode.marking)
    }
  }

  /// The seed that the store was filled from, once it is known.
  func open(_ seed: DemoSeed?) {
    self.seed.withLock { $0 = seed }
  }
}
