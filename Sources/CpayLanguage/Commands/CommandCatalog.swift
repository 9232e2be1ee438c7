/// The commands that a program may use.
public struct CommandCatalog: Sendable {
  /// The commands, in the order help shows them.
  public let commands: [CommandDeclaration]
  private let byName: [String: Int]

  /// A catalog of those commands.
  public init(_ commands: [CommandDeclaration]) {
    self.commands = commands
    byName = Dictionary(
      commands.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The command called `name`.
  public func command(_ name: String) -> CommandDeclaration? {
    byName[name].map { commands[$0] }
  }
}
