namespace Sluice.Sandbox.Auth;

/// <summary>Registers auth.</summary>
internal static class AuthServices
{
    public static IServiceCollection AddAuth(this IServiceCollection services)
    {
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<Tokens>();
        services.AddSingleton<BearerTokens>();
        services.AddSingleton<ClientCheck>();
        return services;
    }
}
