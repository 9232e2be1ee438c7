/// The keys that differ from libedit's own emacs keys.
enum LibEditKeys {
  /// Keys, in the notation of `bind`, with the command that each runs.
  static let bound = [
    ("^C", "cpay-interrupt"), ("^P", "cpay-previous"), ("^N", "cpay-next"),
    ("\\e[A", "cpay-previous"), ("\\eOA", "cpay-previous"),
    ("\\e[B", "cpay-next"), ("\\eOB", "cpay-next"),
    ("^R", "em-inc-search-prev"), ("^S", "em-inc-search-next"),
    ("\\e[H", "ed-move-to-beg"), ("\\eOH", "ed-move-to-beg"), ("\\e[1~", "ed-move-to-beg"),
    ("\\e[F", "ed-move-to-end"), ("\\eOF", "ed-move-to-end"), ("\\e[4~", "ed-move-to-end"),
    ("\\e[3~", "ed-delete-next-char"),
    ("\\e[1;5C", "em-next-word"), ("\\e[1;5D", "ed-prev-word"),
  ]
  /// Keys of libedit that walk its own history, or run a command of its own.
  static let unbound = ["\\ep", "\\eP", "\\en", "\\eN", "\\ex", "\\eX"]
}
