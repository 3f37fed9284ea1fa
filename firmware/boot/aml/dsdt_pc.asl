/*
 * What the kernel cannot find by itself on QEMU's pc (i440FX): as dsdt_q35.asl, without PCI Express.
 * The memory window is what no size of memory reaches. PIIX4 (290562).
 */
DefinitionBlock ("", "DSDT", 2, "SNPSHM", "SHIM-PC ", 1)
{
	Name (\_S5, Package () { 0, 0, 0, 0 })

	Scope (\_SB)
	{
		Device (PCI0)
		{
			Name (_HID, EisaId ("PNP0A03"))
			Name (_UID, 0)
			Name (_CRS, ResourceTemplate ()
			{
				WordBusNumber (ResourceProducer, MinFixed, MaxFixed, PosDecode,
					0, 0, 0xFF, 0, 0x100)
				IO (Decode16, 0x0CF8, 0x0CF8, 1, 8)
				WordIO (ResourceProducer, MinFixed, MaxFixed, PosDecode, EntireRange,
					0, 0, 0x0CF7, 0, 0x0CF8)
				WordIO (ResourceProducer, MinFixed, MaxFixed, PosDecode, EntireRange,
					0, 0x0D00, 0xFFFF, 0, 0xF300)
				DWordMemory (ResourceProducer, PosDecode, MinFixed, MaxFixed, Cacheable, ReadWrite,
					0, 0x000A0000, 0x000BFFFF, 0, 0x00020000)
				DWordMemory (ResourceProducer, PosDecode, MinFixed, MaxFixed, NonCacheable,
					ReadWrite, 0, 0xE0000000, 0xFEBFFFFF, 0, 0x1EC00000)
			})

			/*
			 * Links A, B are IRQ 10, links C, D are 11, with the PICs and the I/O APIC alike.
			 * Pin A of slot 1 is the power management function: the SCI.
			 */
			Method (ROUT, 2)
			{
				If (Arg0 == 1 && Arg1 == 0) { Return (9) }
				Return (10 + (((Arg0 + Arg1 + 3) >> 1) & 1))
			}
			Include ("route.asl")

			Device (ISA)
			{
				Name (_ADR, 0x00010000)
				Include ("isa.asl")
			}
		}
		Include ("hpet.asl")
	}
}
