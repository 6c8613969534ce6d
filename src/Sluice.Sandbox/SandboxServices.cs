using Microsoft.Extensions.DependencyInjection.Extensions;
using Sluice.Sandbox.Auth;
using Sluice.Sandbox.Events;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Endpoints;
using Sluice.Sandbox.Ledger.Storage;
using Sluice.Sandbox.Payments;
using Sluice.Sandbox.Payments.Endpoints;
using Sluice.Sandbox.Wallets.Endpoints;

namespace Sluice.Sandbox;

/// <summary>
/// Puts the sandbox into an ASP.NET Core application: ledgers, wallets, payments and auth behind the stack's own URLs, alone in a
/// process or beside other routes, none of which it touches.
/// </summary>
public static class SandboxServices
{
    /// <summary>
    /// Registers the sandbox. When the application starts, the database is created or brought up to date before the first
    /// request is served; when it stops, what was taken in is carried out.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="options">Where the data is kept, and how the services behave.</param>
    /// <returns><paramref name="services"/>, for further calls.</returns>
    public static IServiceCollection AddSandbox(this IServiceCollection services, SandboxOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);

        services.TryAddSingleton(TimeProvider.System);
        services.AddRouting();
        services.AddSingleton(options);
        services.AddSingleton<PublicUrl>();
        services.AddSingleton<LedgerDatabase>();
        services.AddSingleton<LedgerReader>();
        services.AddSingleton<LedgerWriter>();
        services.AddWallets();
        services.AddHostedService(provider => provider.GetRequiredService<LedgerWriter>());
        services.AddPayments();
        services.AddSingleton<EventSignal>();
        services.AddHostedService<EventPump>();
        services.AddAuth();
        return services;
    }

    /// <summary>Maps <c>/api/ledger/…</c>, <c>/api/wallets/…</c>, <c>/api/payments/…</c>, <c>/api/auth/…</c> and <c>/versions</c>.</summary>
    /// <param name="endpoints">The application's routes.</param>
    /// <returns><paramref name="endpoints"/>, for further calls.</returns>
    public static IEndpointRouteBuilder MapSandbox(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);

        endpoints.MapGateway();
        endpoints.MapLedger();
        endpoints.MapWallets();
        endpoints.MapPayments();
        endpoints.MapAuth();
        return endpoints;
    }
}
