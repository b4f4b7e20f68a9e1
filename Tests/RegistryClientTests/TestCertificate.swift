import NIOSSL

/// A certificate for 127.0.0.1 and localhost, its own authority, valid from 2020 to 2120. The key protects nothing.
enum TestCertificate {
    static let pem = """
        -----BEGIN CERTIFICATE-----
        MIIBXDCCAQOgAwIBAgIBATAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDAR0ZXN0MCAX
        DTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAPMQ0wCwYDVQQDDAR0ZXN0
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqKg5FpbGvmCorGXbCL8CbUBJlzmK
        BJ52WtrRX5+ZsWgztx0lOc+6/Eb1z9BWrrz1VDBskJ5EaQPCjhTt3jHEqqNOMEww
        GgYDVR0RBBMwEYcEfwAAAYIJbG9jYWxob3N0MA8GA1UdEwEB/wQFMAMBAf8wHQYD
        VR0OBBYEFL91iqf+Ae0Br6YN3fxYE5s9u0UOMAoGCCqGSM49BAMCA0cAMEQCIBPz
        XKJSRI/LHi2eDy6eMxDrh7FRGYlqXyvl4aSEjiNtAiAPfVVmo7OU7kIArMGrlLDV
        VAnknGCFjB2lvK9PPLWo2A==
        -----END CERTIFICATE-----
        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3P1kbfUJJRU3zLUk
        I2/Y0cyq1gEerluzaUivDKLykpehRANCAASoqDkWlsa+YKisZdsIvwJtQEmXOYoE
        nnZa2tFfn5mxaDO3HSU5z7r8RvXP0FauvPVUMGyQnkRpA8KOFO3eMcSq
        -----END PRIVATE KEY-----
        """

    static func server() throws -> TLSConfiguration {
        TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)))
    }
}
