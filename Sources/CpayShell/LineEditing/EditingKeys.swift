/// Which keys edit a line.
package enum EditingKeys: String, CaseIterable, Sendable {
  /// Those of Emacs, as most shells have them.
  case emacs
  /// Those of vi, which begins each line by inserting.
  case vi
}
