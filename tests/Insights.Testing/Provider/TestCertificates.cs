using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Insights.Testing.Provider;

/// <summary>A certificate for https on loopback, made for one test: as a file for the process under test, and as what that process is to trust.</summary>
public sealed class TestCertificates : IDisposable
{
    private TestCertificates(string folder, X509Certificate2 certificate) => (Folder, Certificate) = (folder, certificate);

    public string Folder { get; }

    public X509Certificate2 Certificate { get; }

    /// <summary>Key and certificate, without a password.</summary>
    public string PfxFile => Path.Combine(Folder, "loopback.pfx");

    /// <summary>The certificate alone.</summary>
    public string PemFile => Path.Combine(Folder, "loopback.pem");

    public static TestCertificates Make(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        Directory.CreateDirectory(folder);
        var pfx = made.Export(X509ContentType.Pkcs12);
        var certificates = new TestCertificates(folder, X509CertificateLoader.LoadPkcs12(pfx, null));
        File.WriteAllBytes(certificates.PfxFile, pfx);
        File.WriteAllText(certificates.PemFile, made.ExportCertificatePem());
        return certificates;
    }

    public void Dispose() => Certificate.Dispose();
}
