using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Sluice.Sandbox.Auth;

/// <summary>The key pair of the sandbox: it signs with one half and publishes the other.</summary>
internal sealed class SigningKey
{
    public const string Algorithm = SecurityAlgorithms.RsaSha256;

    private const int Bits = 2048;

    public SigningKey(RSAParameters parameters)
    {
        // Made from the numbers rather than from an open key, as many requests sign and check at once.
        Security = new RsaSecurityKey(parameters);
        Security.KeyId = Base64UrlEncoder.Encode(Security.ComputeJwkThumbprint());
    }

    public RsaSecurityKey Security { get; }

    /// <summary>A new key, as it is stored: PKCS #8.</summary>
    public static byte[] Generate()
    {
        using var rsa = RSA.Create(Bits);
        return rsa.ExportPkcs8PrivateKey();
    }

    public static SigningKey Import(byte[] stored)
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(stored, out _);
        return new SigningKey(rsa.ExportParameters(includePrivateParameters: true));
    }
}
