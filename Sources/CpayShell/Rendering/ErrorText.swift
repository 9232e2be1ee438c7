import CpayLanguage
import CpayRuntime

/// Errors as one line for people, whatever room they come from.
enum ErrorText {
  static func line(_ error: any Error) -> String {
    let message =
      switch error {
      case let error as ConnectionError: error.message
      case let error as EvaluationError: error.message
      case let error as JournalFailure: error.message
      case let error as HistoryFileError: error.message
      case let error as RunNameError: error.message
      case let error as FileFailure: error.reason
      default: "\(error)"
      }
    return DisplayText(message).string
  }

  /// The exit status that goes with it.
  static func status(_ error: any Error) -> ExitStatus {
    switch error {
    case let error as ConnectionError: error.status
    case let error as EvaluationError: ExitStatus(error)
    case let error as JournalFailure: ExitStatus(.journal(error))
    default: .failed
    }
  }
}
