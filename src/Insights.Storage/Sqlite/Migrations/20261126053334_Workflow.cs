using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Workflow : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CitesDecisionId",
                table: "gap_link",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DueClock",
                table: "gap",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "DueOn",
                table: "gap",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "EscalatedOn",
                table: "gap",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "RiskExpiresOn",
                table: "gap",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Code",
                table: "audit_entry",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PersonId",
                table: "audit_entry",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_gap_DueOn_Number",
                table: "gap",
                columns: new[] { "DueOn", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_gap_RiskExpiresOn",
                table: "gap",
                column: "RiskExpiresOn");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_gap_DueOn_Number",
                table: "gap");

            migrationBuilder.DropIndex(
                name: "IX_gap_RiskExpiresOn",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "CitesDecisionId",
                table: "gap_link");

            migrationBuilder.DropColumn(
                name: "DueClock",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "DueOn",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "EscalatedOn",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "RiskExpiresOn",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "Code",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "PersonId",
                table: "audit_entry");
        }
    }
}
