using System.Security.Cryptography;
using System.Text;

namespace Sluice.Engine.Instances;

/// <summary>Makes UUIDs of version 8 (RFC 9562) from text: SHA-256, cut to 16 bytes. The same text gives the same id for ever.</summary>
public static class DerivedId
{
    /// <summary>The id of these parts. All but the last must be without line breaks, so that no two lists of parts read alike.</summary>
    public static Guid Of(params ReadOnlySpan<string> parts)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
