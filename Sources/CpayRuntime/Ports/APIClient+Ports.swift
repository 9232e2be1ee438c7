public import CpayClient

extension APIClient: APIReader, APIWriter {}
