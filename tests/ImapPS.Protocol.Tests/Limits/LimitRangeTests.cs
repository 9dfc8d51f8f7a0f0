using System.Reflection;
using ImapPS.Protocol.Limits;

namespace ImapPS.Protocol.Tests.Limits;

public class LimitRangeTests
{
    private static readonly PropertyInfo[] Members = typeof(ProtocolLimits).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    [Fact]
    public void Every_limit_can_be_set_by_its_name() => Assert.Equal(Members.Select(m => m.Name), LimitRange.All.Select(l => l.Name));

    [Fact]
    public void Each_sets_and_gets_its_own_member_over_its_whole_range()
    {
        foreach (var limit in LimitRange.All)
        {
            var member = Members.Single(m => m.Name == limit.Name);
            Assert.InRange(limit.Get(ProtocolLimits.Default), limit.Minimum, limit.Maximum);
            foreach (var value in new[] { limit.Minimum, limit.Maximum })
            {
                var changed = limit.With(ProtocolLimits.Default, value);
                Assert.Equal(value, limit.Get(changed));
                Assert.Equal(value, Convert.ToInt64(member.GetValue(changed), System.Globalization.CultureInfo.InvariantCulture));
                Assert.Equal(ProtocolLimits.Default, limit.With(changed, limit.Get(ProtocolLimits.Default)));
            }
        }
    }
}
