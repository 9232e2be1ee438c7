import CpayLanguage

/// Where files are written instead of the places that a program names, and looked for first.
protocol FileOverlay: Sendable {
  /// Whether nothing of the places that the program names has to be there.
  var standsAlone: Bool { get }

  /// The file of that name, if it has been written here.
  func existing(_ name: String) -> String?

  /// Where a file of that name is written.
  /// - Throws: ``/CpayLanguage/FileFailure`` where it cannot be.
  func place(for name: String) throws(FileFailure) -> String

  /// What a person is told of where that is.
  func shown(_ name: String) -> String
}
