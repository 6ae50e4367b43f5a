using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Windtunnel.Testing;

/// <summary>What is wrong with the certificate that a stub shows.</summary>
public enum TlsFault
{
    /// <summary>Nothing: a client that trusts the stub's authority accepts it.</summary>
    None,

    /// <summary>It was valid until yesterday.</summary>
    Expired,

    /// <summary>It is for another host.</summary>
    WrongHost,

    /// <summary>Nobody whom the client trusts has signed it.</summary>
    Untrusted,
}

/// <summary>Certificates made for one stub, of an authority made for it too: nothing is installed on the machine.</summary>
internal sealed class StubTls : IDisposable
{
    private readonly TlsFault _fault;
    private readonly DateTimeOffset _now;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly List<X509Certificate2> _made = [];

    public StubTls(TlsFault fault, DateTimeOffset now)
    {
        _fault = fault;
        _now = now;
        CertificateRequest request = Request("CN=Windtunnel stub authority", _key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        Authority = Kept(request.CreateSelfSigned(now.AddYears(-1), now.AddYears(1)));
    }

    public TlsFault Fault => _fault;

    /// <summary>Whom a client has to trust.</summary>
    public X509Certificate2 Authority { get; }

    public X509Certificate2 ServerCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = Request("CN=Windtunnel stub", key);
        request.CertificateExtensions.Add(Names());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        DateTimeOffset end = _fault == TlsFault.Expired ? _now.AddDays(-1) : _now.AddDays(30);
        if (_fault == TlsFault.Untrusted)
        {
            return Usable(request.CreateSelfSigned(_now.AddDays(-30), end));
        }

        using X509Certificate2 signed = request.Create(Authority, _now.AddDays(-30), end, [1, 2, 3, 4]);
        return Usable(signed.CopyWithPrivateKey(key));
    }

    /// <summary>Trusts the authority of the stub and no other, and checks all else.</summary>
    public SslClientAuthenticationOptions Trusting() => new()
    {
        CertificateChainPolicy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { Authority },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };

    public void Dispose()
    {
        _made.ForEach(certificate => certificate.Dispose());
        _key.Dispose();
    }

    private static CertificateRequest Request(string name, ECDsa key) => new(name, key, HashAlgorithmName.SHA256);

    private X509Extension Names()
    {
        var names = new SubjectAlternativeNameBuilder();
        if (_fault == TlsFault.WrongHost)
        {
            names.AddDnsName("another.example");
        }
        else
        {
            names.AddDnsName("localhost");
            names.AddIpAddress(IPAddress.Loopback);
        }

        return names.Build();
    }

    // A key that was only just made serves a TLS server on every system once it went through PKCS #12.
    private X509Certificate2 Usable(X509Certificate2 made)
    {
        using (made)
        {
            return Kept(X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null));
        }
    }

    private X509Certificate2 Kept(X509Certificate2 certificate)
    {
        _made.Add(certificate);
        return certificate;
    }
}
