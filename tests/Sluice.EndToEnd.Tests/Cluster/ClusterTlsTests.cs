using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Cluster;

/// <summary>Nodes with certificates let nobody in who has none of their authority.</summary>
public sealed class ClusterTlsTests
{
    private static readonly TimeSpan RefusedWithin = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Nodes_with_certificates_form_a_cluster_and_refuse_everybody_else()
    {
        using var files = new TemporaryDirectory();
        using var authority = Authority("nodes");
        using var other = Authority("others");
        File.WriteAllText(files.Entry("authority.pem"), authority.ExportCertificatePem());
        await using var cluster = await ClusterUnderTest.StartAsync();
        var port = Ports.Free();

        var first = await cluster.StartNodeAsync("serve", Flags(files, authority, port));
        var second = await cluster.StartNodeAsync("serve", Flags(files, authority, Ports.Free()));
        await cluster.UntilBalancedAsync(first, second);

        await AssertRefusedAsync(port, []);
        using var foreign = Issue(other, "intruder");
        await AssertRefusedAsync(port, [foreign]);
        await AssertHangsUpOnPlainTextAsync(port);
    }

    private static string[] Flags(TemporaryDirectory files, X509Certificate2 authority, int port)
    {
        var name = port.ToString(CultureInfo.InvariantCulture);
        using var certificate = Issue(authority, name);
        File.WriteAllText(files.Entry($"{name}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(files.Entry($"{name}.key"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return
        [
            "--cluster-listen", $"127.0.0.1:{name}",
            "--cluster-certificate", files.Entry($"{name}.pem"),
            "--cluster-key", files.Entry($"{name}.key"),
            "--cluster-authority", files.Entry("authority.pem"),
        ];
    }

    // In TLS 1.3 a client is done before the server has looked at its certificate: the refusal comes with the first read.
    private static async Task AssertRefusedAsync(int port, X509CertificateCollection certificates)
    {
        using var deadline = new CancellationTokenSource(RefusedWithin, TimeProvider.System);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "sluice",
                    ClientCertificates = certificates,
                    RemoteCertificateValidationCallback = (_, _, _, problems) => !problems.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable),
                },
                deadline.Token);
            Assert.Equal(0, await tls.ReadAsync(new byte[1], deadline.Token));
        }
        catch (Exception refused) when (refused is IOException or System.Security.Authentication.AuthenticationException)
        {
            // Said with an alert, or by cutting the connection.
        }
    }

    private static async Task AssertHangsUpOnPlainTextAsync(int port)
    {
        using var deadline = new CancellationTokenSource(RefusedWithin, TimeProvider.System);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n"), deadline.Token);
        var buffer = new byte[256];
        try
        {
            while (await client.GetStream().ReadAsync(buffer, deadline.Token) > 0)
            {
            }
        }
        catch (IOException)
        {
            // As good as an end.
        }
    }

    private static X509Certificate2 Authority(string name)
    {
        var request = new CertificateRequest($"CN={name}", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        using var issued = request.Create(authority, now.AddHours(-1), now.AddHours(12), RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(key);
    }
}
