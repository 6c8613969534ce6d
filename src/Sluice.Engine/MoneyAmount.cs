using System.Numerics;
using System.Text.Json.Serialization;
using Sluice.Engine.Json;

namespace Sluice.Engine;

/// <summary>An exact amount of an asset.</summary>
/// <param name="Amount">Minor units, of any size.</param>
/// <param name="Asset">The asset, such as <c>USD/2</c>.</param>
public sealed record MoneyAmount([property: JsonConverter(typeof(BigIntegerJsonConverter))] BigInteger Amount, string Asset);
