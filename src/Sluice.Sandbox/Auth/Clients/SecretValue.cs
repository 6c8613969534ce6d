using System.Security.Cryptography;
using System.Text;

namespace Sluice.Sandbox.Auth.Clients;

/// <summary>The values of secrets: made here, shown once, kept as a hash only.</summary>
internal static class SecretValue
{
    private const int Bytes = 32;
    private const int DigitsShown = 4;

    /// <summary>256 random bits as hexadecimal digits, which no form and no header has to escape.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    public static string LastDigits(string value) => value[^DigitsShown..];

    public static byte[] Hash(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));
}
