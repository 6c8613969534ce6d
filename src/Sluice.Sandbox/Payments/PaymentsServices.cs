using Sluice.Sandbox.Payments.Settlement;

namespace Sluice.Sandbox.Payments;

/// <summary>Registers payments.</summary>
internal static class PaymentsServices
{
    /// <summary>To be called after the writer is registered: it starts first and stops last.</summary>
    public static IServiceCollection AddPayments(this IServiceCollection services)
    {
        services.AddSingleton<SettlementSignal>();
        services.AddSingleton<PaymentsWriter>();
        services.AddHostedService<SettlementService>();
        return services;
    }
}
