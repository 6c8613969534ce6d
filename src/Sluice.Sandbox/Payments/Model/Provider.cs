using System.Collections.Immutable;

namespace Sluice.Sandbox.Payments.Model;

/// <summary>A kind of connector. Whatever the provider, the sandbox's connector is a dummy that settles by itself.</summary>
/// <param name="Name">How ids, events and the third API version call it.</param>
/// <param name="Label">How the older API calls it; the SDKs know these and no others.</param>
internal sealed record Provider(string Name, string Label)
{
    public static ImmutableArray<Provider> All { get; } =
    [
        new("dummypay", "DUMMY-PAY"),
        new("stripe", "STRIPE"),
        new("wise", "WISE"),
        new("modulr", "MODULR"),
        new("currencycloud", "CURRENCY-CLOUD"),
        new("bankingcircle", "BANKING-CIRCLE"),
        new("mangopay", "MANGOPAY"),
        new("moneycorp", "MONEYCORP"),
        new("atlar", "ATLAR"),
        new("adyen", "ADYEN"),
        new("generic", "GENERIC"),
    ];

    /// <summary>Finds a provider by either name, in any case, with or without its hyphen.</summary>
    public static Provider? Find(string text) => All.FirstOrDefault(
        provider => provider.Name.Equals(text.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));

    /// <summary>The label of a provider that an id names.</summary>
    public static string LabelOf(string name) => Find(name)?.Label ?? name;
}
