using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Apimart.Video.Client.Tests.Support;

internal static class TestCertificate
{
    /// <summary>A certificate nobody vouches for, for TLS on loopback.</summary>
    internal static X509Certificate2 Create()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }
}
